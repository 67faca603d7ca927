# The packages tenken needs, by purpose; sourced by the set-up scripts. docs/dependencies.md says why each.
# shellcheck shell=sh

BUILD_PACKAGES="gcc make autoconf automake libtool autoconf-archive pkg-config libc6-dev
  libxml2-dev libxslt1-dev libpcre2-dev libjansson-dev libarchive-dev libutf8proc-dev libcsv-dev libssl-dev libcrypt-dev
  libcairo2-dev libpango1.0-dev"
# What the report is set in: a Japanese face with a real bold, and a wide one for rare characters.
FONT_PACKAGES="fonts-morisawa-bizud-gothic fonts-noto-cjk"
TEST_PACKAGES="libcunit1-dev clang libclang-rt-14-dev libxml2-utils python3-lxml qpdf poppler-utils logrotate chrony
  openssh-server openssh-client sudo jq openssl zip zstd xz-utils mandoc"

# install_packages NAME...: installs those that are missing, with apt, by sudo when not root.
install_packages() {
	missing=
	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "tenken: this script installs with apt-get; please install:$missing" >&2
		return 1
	fi
	as_root=
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null 2>&1 || { echo "tenken: run as root, or install:$missing" >&2; return 1; }
		as_root=sudo
	fi
	echo "Installing:$missing" >&2
	# No services are started by what is installed here (sshd and chronyd come for their own self-tests only).
	$as_root apt-get update -qq &&
	# shellcheck disable=SC2086
	$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# build_in FOLDER [CONFIGURE-OPTION...]: configures and builds out of tree.
build_in() {
	folder=$1
	shift
	[ -x configure ] && [ configure -nt configure.ac ] || autoreconf -fi >/dev/null || return 1
	mkdir -p "$folder" || return 1
	(cd "$folder" && ../configure -q "$@" && make -s -j"$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)")
}
