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

/** The reason in words, from the word that the link in the panel's menu has put into the address. */
export function panelReason(why: string): PanelReason | undefined {
  if (why === 'several') {
    return {
      withSignal: true,
      message: 'The panel has several queries; this is the first one.',
      remedy: 'Enter the PromQL of another one to forecast that.',
    };
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
  const kind = KIND.exec(why)?.[1];
  return kind === undefined ? undefined : `${kind} queries cannot be forecast.`;
}
