import type { ComponentProps } from 'react';
import { AnomalyFields } from './AnomalyFields.tsx';
import { BaselineOptions } from './BaselineOptions.tsx';
import { MainFields } from './MainFields.tsx';
import { OptionFields } from './OptionFields.tsx';
import { RecommendationFields } from './RecommendationFields.tsx';

/** The fields of the type that the query has. */
export function TypeFields({ hasFormat, ...props }: ComponentProps<typeof MainFields> & { hasFormat: boolean }) {
  const { queryType } = props.query;
  if (queryType === 'recommendations') {
    return <RecommendationFields {...props} />;
  }
  if (queryType === 'baseline') {
    return <BaselineOptions {...props} />;
  }
  if (queryType === 'anomaly') {
    return (
      <>
        <AnomalyFields {...props} hasFormat={hasFormat} />
        <BaselineOptions {...props} />
      </>
    );
  }
  return (
    <>
      <MainFields {...props} />
      <OptionFields {...props} />
    </>
  );
}
