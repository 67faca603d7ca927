/* Private to the room: the configuration of a Palo Alto device as XML. */
#ifndef TENKEN_EVIDENCE_PALOALTO_H
#define TENKEN_EVIDENCE_PALOALTO_H

#include "evidence/network/network.h"
#include "tenken/syntax/paths.h"

/* Whether the text is such a configuration, and whether it is one of a device of its own, to its end. */
bool paloalto_is_xml(struct str text);
bool paloalto_is_whole_xml(struct str text);

/* The device's own name; empty where the text does not tell. */
struct str paloalto_xml_name(struct str text);

/* Reads it as the settings its `set` commands would be. What is malformed is reported, and then nothing is whole. */
void paloalto_read_xml(const struct network *network, const struct transcript_part *part, struct paths *ret);

#endif
