/** Why a panel's query is not, or not all of it, on the page. */
export interface PanelReason {
  /** Whether something of the panel is shown in spite of it. */
  readonly withSignal: boolean;
  readonly message: string;
  readonly remedy: string;
}

const REMEDY = 'Choose a panel that queries Prometheus, or one of the signals below.';

/** Names of kinds of data sources; anything else in an address is not repeated on the page. */
const KIND = /^kind:([\p{L}\d][\p{L}\d ().,&/_-]{0,60})$/u;

const REMARKS: Readonly<Record<string, { message: string; remedy: string }>> = {
  several: {
    message: 'The panel has several queries; this is the first one.',
    remedy: 'Enter the PromQL of another one to forecast that.',
  },
  'other-server': {
    message: 'No Headroom data source reads the server of this panel.',
    remedy: 'This is the same query on another server. Ask an administrator to add a data source that reads it.',
  },
};

/** The reason in words, from the word that the link in the panel's menu has put into the address. */
export function panelReason(why: string): PanelReason | undefined {
  const remark = REMARKS[why];
  if (remark !== undefined) {
    return { withSignal: true, ...remark };
  }
  const message = refusalOf(why);
  return message === undefined ? undefined : { withSignal: false, message, remedy: REMEDY };
}

function refusalOf(why: string): string | undefined {
  if (why === 'no-query') {
    return 'The panel has no query of Prometheus that could be forecast.';
  }
  if (why === 'expression') {
    return 'Expressions cannot be forecast.';
  }
  if (why === 'other-panel') {
    return 'The panel shows the results of another panel, which is the one to forecast.';
  }
  const kind = KIND.exec(why)?.[1];
  return kind === undefined ? undefined : `${kind} queries cannot be forecast.`;
}
