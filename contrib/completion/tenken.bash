# Completion of tenken(1) for bash: source this file, or put it into /usr/share/bash-completion/completions/tenken.
# Profile names come from the program's own data folder, by `tenken list profiles`.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# Options by command, as src/cli/*.c has them.
_tenken_options() {
	case $1 in
	audit) echo '-p --profile -o --output --lang --as-of --format --gate --plan --encoding --organisation -q --quiet -h --help' ;;
	identify | evidence) echo '--lang --as-of --encoding -h --help' ;;
	report) echo '-o --output --lang --format -q --quiet -h --help' ;;
	list | explain) echo '-p --profile --lang -h --help' ;;
	lint) echo '--lang -h --help' ;;
	esac
}

# _tenken_words WORDS: those that begin with $cur.
_tenken_words() {
	local word
	for word in $1; do
		[[ $word == "$cur"* ]] && COMPREPLY+=("$word")
	done
}

# _tenken_files GLOB: folders, and files that match; all files without one.
_tenken_files() {
	local name
	compopt -o filenames 2>/dev/null
	while IFS= read -r name; do
		# shellcheck disable=SC2053
		[[ -d $name || -z ${1-} || $name == $1 ]] && COMPREPLY+=("$name")
	done < <(compgen -f -- "$cur")
}

# The ids `explain` knows; ids are ASCII without blanks.
_tenken_ids() {
	local what
	for what in controls questions checks diagnostics; do
		"$program" list $what ${profile:+-p "$profile"} 2>/dev/null
	done | cut -f1
}

# What stands behind an option; fails when it takes no argument.
_tenken_argument() {
	case $1 in
	-p | --profile)
		_tenken_words "$("$program" list profiles 2>/dev/null)"
		[[ $cur == */* || ${#COMPREPLY[@]} -eq 0 ]] && _tenken_files '*.xml'
		;;
	-o | --output)
		compopt -o filenames 2>/dev/null
		local name
		while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -d -- "$cur")
		;;
	--lang) _tenken_words 'ja en' ;;
	--gate) _tenken_words 'any requirement none' ;;
	--encoding) _tenken_words 'UTF-8 CP932 EUC-JP-MS ISO-2022-JP UTF-16' ;;
	--format)
		# A list: complete what stands behind the last comma.
		local head=
		[[ $cur == *,* ]] && head=${cur%,*},
		cur=${cur#"$head"}
		_tenken_words 'evidence tree'
		COMPREPLY=("${COMPREPLY[@]/#/$head}")
		;;
	--plan) _tenken_files '*.xml' ;;
	--as-of | --organisation) ;;
	*) return 1 ;;
	esac
	return 0
}

_tenken() {
	local cur previous command profile='' program=${COMP_WORDS[0]} i
	# Without the program in the path nothing is asked of it; `~` is not expanded for us.
	program=${program/#\~/$HOME}
	COMPREPLY=()
	cur=${COMP_WORDS[COMP_CWORD]}
	previous=${COMP_WORDS[COMP_CWORD - 1]}
	command=${COMP_WORDS[1]}

	if [[ $COMP_CWORD -eq 1 ]]; then
		_tenken_words 'audit identify evidence report list explain lint help --help --version'
		return
	fi
	# bash cuts words at `=`.
	if [[ $cur == = ]]; then
		cur=
	elif [[ $previous == = ]]; then
		previous=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	for ((i = 2; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-p | --profile)
			profile=${COMP_WORDS[i + 1]}
			[[ $profile == = ]] && profile=${COMP_WORDS[i + 2]}
			;;
		esac
	done
	# Only an option of this command takes an argument here.
	case " $(_tenken_options "$command") " in
	*" $previous "*) _tenken_argument "$previous" && return ;;
	esac
	if [[ $cur == -* ]]; then
		_tenken_words "$(_tenken_options "$command")"
		return
	fi
	case $command in
	list) _tenken_words 'profiles controls checks questions parsers diagnostics' ;;
	explain) _tenken_words "$(_tenken_ids)" ;;
	lint)
		_tenken_words "$("$program" list profiles 2>/dev/null)"
		_tenken_files '*.@(xml|sch)'
		;;
	report)
		_tenken_files '*.json'
		;;
	audit | identify | evidence) _tenken_files ;;
	esac
}

complete -F _tenken tenken
