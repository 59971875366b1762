package conformance

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// startPrometheus serves one series, a daily wave on a slow rise whose label tells which server it is from.
func startPrometheus(t *testing.T, server string) string {
	t.Helper()
	mux := http.NewServeMux()
	metric := map[string]string{"server": server}
	mux.HandleFunc("/api/v1/query_range", func(w http.ResponseWriter, r *http.Request) {
		values := [][2]any{}
		from, to := seconds(r.FormValue("start")), seconds(r.FormValue("end"))
		step := must(time.ParseDuration(r.FormValue("step"))).Seconds()
		count := strings.HasPrefix(r.FormValue("query"), "count(")
		for at := from; at <= to; at += step {
			values = append(values, [2]any{at, sample(at, count)})
		}
		answer(w, map[string]any{"resultType": "matrix", "result": []any{map[string]any{"metric": metric, "values": values}}})
	})
	mux.HandleFunc("/api/v1/query", func(w http.ResponseWriter, r *http.Request) {
		count := strings.HasPrefix(r.FormValue("query"), "count(")
		value := [2]any{0, sample(float64(rangeEnd.Unix()), count)}
		answer(w, map[string]any{"resultType": "vector", "result": []any{map[string]any{"metric": metric, "value": value}}})
	})
	mux.HandleFunc("/api/v1/status/buildinfo", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]string{"version": "3.7.3"})
	})
	mux.HandleFunc("/api/v1/label/huge/values", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, hugeValues())
	})
	listener := httptest.NewServer(mux)
	t.Cleanup(listener.Close)
	return listener.URL
}

func sample(at float64, count bool) string {
	if count {
		return "1"
	}
	day := at / 86_400
	return strconv.FormatFloat(50+0.5*(day-20_000)/100+10*math.Sin(2*math.Pi*day), 'f', 6, 64)
}

// hugeValues are more than four megabytes, gRPC's usual limit for a message.
func hugeValues() []string {
	values := make([]string, 10_000)
	for i := range values {
		values[i] = fmt.Sprintf("%0600d", i)
	}
	return values
}

func seconds(text string) float64 {
	return must(strconv.ParseFloat(text, 64))
}

func answer(w http.ResponseWriter, data any) {
	w.Header().Set("content-type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"status": "success", "data": data})
}
