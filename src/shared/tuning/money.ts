/** Money with its sign, such as "$15.00"; what is no known currency is named behind the number: "15.00 credits". */
export function formatMoney(amount: number, currency: string, decimals = 2): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency, ...digits }).format(amount);
  } catch {
    return `${new Intl.NumberFormat('en', digits).format(amount)} ${currency}`.trim();
  }
}

/** A sum in whole units, with cents where it is less than ten: "$96", "$4.20". */
export function formatSum(amount: number, currency: string): string {
  return formatMoney(amount, currency, Math.abs(amount) < 9.995 ? 2 : 0);
}
