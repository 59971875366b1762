/** Width of the labels, as in the sections that come from Grafana. */
export const LABEL_WIDTH = 24;
/** Width of the controls beside them, so that all sections end on one line. */
export const SECTION_WIDTH = 578;
