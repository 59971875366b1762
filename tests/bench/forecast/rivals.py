"""Forecasts of the usual statistical packages on a benchmark folder, beside ours, with their CPU time.

Usage: rivals.py DIR WORK LIMIT

DIR holds forecast.csv.gz, forecast_meta.json and score.py; WORK holds our predictions of the first LIMIT series of each
set as ours-MODEL-SET.csv and what they cost as cpu.json. The rivals are told the season, which ours have to find. Their
history is cut to the latest 14 seasons (4 of more than 100 steps), since some of them need minutes otherwise; AutoARIMA
and AutoETS take seasons of up to 24 steps only and see longer ones without a season.
"""
import csv
import json
import os
import sys
import warnings

import numpy as np

warnings.filterwarnings('ignore')
directory, work, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, directory)
import score  # noqa: E402  (the scorer lies beside the data)

MOST_SEASON = {'AutoARIMA': 24, 'AutoETS': 24, 'AutoTheta': 60, 'MSTL': 10**6, 'Prophet': 10**6}
LEVELS = (80, 95)


def statsforecast_model(name, season):
    from statsforecast import models

    if name == 'MSTL':
        return models.MSTL(season_length=season)
    return getattr(models, name)(season_length=season)


def statsforecast_predict(name, values, season, horizon):
    answer = statsforecast_model(name, season).forecast(y=values, h=horizon, level=list(LEVELS))
    return answer['mean'], answer['lo-80'], answer['hi-80'], answer['lo-95'], answer['hi-95']


def prophet_predict(values, step_s, horizon):
    import logging

    import pandas as pd
    from prophet import Prophet

    logging.getLogger('prophet').setLevel(logging.ERROR)
    logging.getLogger('cmdstanpy').setLevel(logging.ERROR)
    times = pd.date_range('2024-01-01', periods=len(values) + horizon, freq=f'{step_s}s')
    model = Prophet(uncertainty_samples=300)
    model.fit(pd.DataFrame({'ds': times[: len(values)], 'y': values}))
    future = pd.DataFrame({'ds': times[len(values) :]})
    samples = model.predictive_samples(future)['yhat']
    lower = [np.quantile(samples, p, axis=1) for p in (0.1, 0.9, 0.025, 0.975)]
    return (model.predict(future)['yhat'].to_numpy(), *lower)


def predict(name, values, meta):
    if name == 'Prophet':
        return prophet_predict(values, meta['freq_s'], meta['horizon'])
    season = meta['season'] if meta['season'] <= MOST_SEASON[name] else 1
    return statsforecast_predict(name, values, season, meta['horizon'])


def history(values, meta):
    cycles = 4 if meta['season'] > 100 else 14
    recent = values[-cycles * meta['season'] :].copy()
    known = np.flatnonzero(np.isfinite(recent))
    return np.interp(np.arange(len(recent)), known, recent[known])


def cpu_seconds():
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def run(name, series, metas, names):
    path = os.path.join(work, f'{name}.csv')
    cost, failed = {}, 0
    with open(path, 'w', newline='') as file:
        out = csv.writer(file)
        out.writerow(['series', 'origin', 'step', 'mean', 'q10', 'q50', 'q90', 'q2.5', 'q97.5'])
        predict(name, history(series[names[0]][: metas[names[0]]['origins'][0]], metas[names[0]]), metas[names[0]])
        for key in names:
            meta = metas[key]
            for origin in meta['origins']:
                begin = cpu_seconds()
                try:
                    mean, low80, high80, low95, high95 = predict(name, history(series[key][:origin], meta), meta)
                except Exception as error:  # a rival that fails on a series is reported, not counted
                    failed += 1
                    print(f'{name} failed on {key}: {error}', file=sys.stderr)
                    continue
                cost.setdefault(meta['dataset'], []).append(cpu_seconds() - begin)
                for step in range(meta['horizon']):
                    row = [mean[step], low80[step], mean[step], high80[step], low95[step], high95[step]]
                    out.writerow([key, origin, step + 1, *map(float, row)])
    if failed:
        print(f'{name}: {failed} failures')
    return score.score_forecast(directory, path), {key: float(np.mean(each)) for key, each in cost.items()}


def line(label, name, row, milliseconds, ratio):
    cells = [row[key] for key in ('sMAPE', 'MASE', 'scaled_pinball', 'cov80', 'cov95')]
    text = ' '.join(f'{cell:9.3f}' for cell in cells)
    print(f'{label:16s} {name:20s} {row["n"]:4d} {text} {milliseconds:10.1f} {ratio:9.2f}')


def show(label, tables, cost, ours):
    """One line a set and one for all: the mean of the sets, and the CPU time of all forecasts."""
    sets = [name for name in tables if name != 'MEAN' and tables[name].get('MASE') is not None]
    for name in sets:
        line(label, name, tables[name], 1000 * cost[name], cost[name] / ours[name])
    count = {name: tables[name]['n'] for name in sets}
    mean = {key: float(np.mean([tables[name][key] for name in sets])) for key in tables[sets[0]] if key != 'n'}
    spent, own = (sum(count[name] * each[name] for name in sets) for each in (cost, ours))
    total = sum(count.values())
    line(label, 'all', {**mean, 'n': total}, 1000 * spent / total, spent / own)


def main():
    series, metas = score.load_forecast(directory)
    taken, names = {}, []
    for key in sorted(metas):
        dataset = metas[key]['dataset']
        taken[dataset] = taken.get(dataset, 0) + 1
        if taken[dataset] <= limit:
            names.append(key)
    cost = json.load(open(os.path.join(work, 'cpu.json')))
    print(f'{"model":16s} {"set":20s} {"n":>4s} {"sMAPE":>9s} {"MASE":>9s} {"pinball":>9s} {"cov80":>9s} {"cov95":>9s} '
          f'{"CPU ms":>10s} {"x ours":>9s}')
    for model in cost:
        tables = {}
        for dataset in cost[model]:
            scored = score.score_forecast(directory, os.path.join(work, f'ours-{model}-{dataset}.csv'))
            tables[dataset] = scored[dataset]
        show(model, tables, cost[model], cost['ensemble'])
    for name in os.environ.get('RIVALS', 'AutoARIMA AutoETS AutoTheta MSTL Prophet').split():
        try:
            tables, spent = run(name, series, metas, names)
        except ImportError as error:
            print(f'{name:16s} left out: {error}')
            continue
        show(name, tables, spent, cost['ensemble'])


main()
