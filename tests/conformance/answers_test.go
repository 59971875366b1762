package conformance

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

var update = flag.Bool("update", false, "writes the golden files anew")

const (
	forecastQuery = `{"queryType":"forecast","expr":"load","step":"1h","trainingWindow":"14d","horizon":"2d"}`
	breachQuery   = `{"queryType":"breach","expr":"load","step":"1h","trainingWindow":"14d","horizon":"2d","within":"1d","capacity":"60"}`
)

// frameShape is what must not change unnoticed; numbers change with every better model.
type frameShape struct {
	Name   string
	RefID  string
	Meta   *data.FrameMeta
	Fields []fieldShape
}

type fieldShape struct {
	Name   string
	Type   string
	Length int
	Labels data.Labels
	Config *data.FieldConfig
}

func shapes(t *testing.T, response *pluginv2.DataResponse) []frameShape {
	t.Helper()
	if response.GetStatus() != 200 || response.GetError() != "" {
		t.Fatalf("status %d: %s", response.GetStatus(), response.GetError())
	}
	frames, err := data.UnmarshalArrowFrames(response.GetFrames())
	if err != nil {
		t.Fatalf("the SDK cannot read a frame: %v", err)
	}
	told := []frameShape{}
	for _, frame := range frames {
		leaveNumbersOut(frame)
		shape := frameShape{Name: frame.Name, RefID: frame.RefID, Meta: frame.Meta}
		for _, field := range frame.Fields {
			shape.Fields = append(shape.Fields, fieldShape{field.Name, field.Type().ItemTypeString(), field.Len(), field.Labels, field.Config})
		}
		told = append(told, shape)
	}
	return told
}

// leaveNumbersOut keeps of a trust card which facts it holds.
func leaveNumbersOut(frame *data.Frame) {
	if frame.Meta == nil {
		return
	}
	custom, _ := frame.Meta.Custom.(map[string]any)
	headroom, _ := custom["headroom"].(map[string]any)
	if trust, ok := headroom["trust"].(map[string]any); ok {
		headroom["trust"] = slices.Sorted(maps.Keys(trust))
	}
}

func TestFramesAreGolden(t *testing.T) {
	eachPackage(t, func(t *testing.T, p *process) {
		responses := p.query(t, admin(startPrometheus(t, "one")), forecastQuery, breachQuery)
		for refID, name := range map[string]string{"A": "forecast", "B": "breach"} {
			told := append(must(json.MarshalIndent(shapes(t, responses[refID]), "", "  ")), '\n')
			path := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(path, told, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if golden := must(os.ReadFile(path)); !bytes.Equal(told, golden) {
				t.Errorf("%s changed; if it should, run go test ./tests/conformance -update. It is now:\n%s", path, told)
			}
		}
	})
}

func TestBothPackagesGiveTheSameBytes(t *testing.T) {
	who := admin(startPrometheus(t, "one"))
	frames := [][]byte{}
	eachPackage(t, func(t *testing.T, p *process) {
		responses := p.query(t, who, forecastQuery, breachQuery)
		frames = append(frames, bytes.Join(slices.Concat(responses["A"].GetFrames(), responses["B"].GetFrames()), nil))
	})
	if len(frames) != 2 || len(frames[0]) == 0 || !bytes.Equal(frames[0], frames[1]) {
		t.Errorf("the answers of the two packages differ")
	}
}

func TestErrorsTellWhoseTheyAre(t *testing.T) {
	eachPackage(t, func(t *testing.T, p *process) {
		one := admin(startPrometheus(t, "one"))
		responses := p.query(t, one, forecastQuery, `{"queryType":"forecast","expr":""}`, `{"queryType":`)
		expect(t, responses["A"], 200, "", "")
		expect(t, responses["B"], 400, "downstream", `"expr"`)
		expect(t, responses["C"], 400, "downstream", "not JSON")
		nowhere := admin("http://127.0.0.1:1")
		expect(t, p.query(t, nowhere, forecastQuery)["A"], 502, "downstream", "127.0.0.1:1")
		expect(t, p.query(t, admin(""), forecastQuery)["A"], 412, "downstream", "Prometheus server URL")
		if code, body := p.call(t, one, "v1/nowhere", ""); code != 404 || !bytes.Contains(body, []byte(`"code":"not_found"`)) {
			t.Errorf("a route that there is not: %d %s", code, body)
		}
	})
}

func expect(t *testing.T, response *pluginv2.DataResponse, status int32, source, words string) {
	t.Helper()
	if response.GetStatus() != status || (source != "" && response.GetErrorSource() != source) || !strings.Contains(response.GetError(), words) {
		t.Errorf("want %d %q %q, got %d %q %q", status, source, words, response.GetStatus(), response.GetErrorSource(), response.GetError())
	}
}

func TestHealthAndMetrics(t *testing.T) {
	eachPackage(t, func(t *testing.T, p *process) {
		healthy := p.health(t, admin(startPrometheus(t, "one")))
		if healthy.GetStatus() != pluginv2.CheckHealthResponse_OK || !strings.Contains(healthy.GetMessage(), "3.7.3") {
			t.Errorf("health: %v", healthy)
		}
		if ill := p.health(t, admin("http://127.0.0.1:1")); ill.GetStatus() != pluginv2.CheckHealthResponse_ERROR || ill.GetMessage() == "" {
			t.Errorf("health without a Prometheus: %v", ill)
		}
		metrics, err := p.diagnostics.CollectMetrics(patience(t), &pluginv2.CollectMetricsRequest{})
		if err != nil || !bytes.Contains(metrics.GetMetrics().GetPrometheus(), []byte("headroom_")) {
			t.Errorf("metrics: %v %v", metrics, err)
		}
	})
}

func TestResourcesOverFourMegabytes(t *testing.T) {
	eachPackage(t, func(t *testing.T, p *process) {
		code, body := p.call(t, admin(startPrometheus(t, "one")), "v1/source/label-values?label=huge&limit=10000", "")
		var told struct{ Values []string }
		if err := json.Unmarshal(body, &told); err != nil || code != 200 {
			t.Fatalf("%d, %.200s: %v", code, body, err)
		}
		if len(body) < 4<<20 || !slices.Equal(told.Values, hugeValues()) {
			t.Errorf("%d values in %d bytes", len(told.Values), len(body))
		}
	})
}

func TestTwoOrganisationsAtOnce(t *testing.T) {
	eachPackage(t, func(t *testing.T, p *process) {
		callers := []caller{admin(startPrometheus(t, "one")), admin(startPrometheus(t, "two"))}
		callers[1].org = 2
		seen := make(chan string, 40)
		for range 20 {
			for i, who := range callers {
				go func() {
					told := "no answer"
					defer func() { seen <- told }()
					response := p.query(t, who, forecastQuery)["A"]
					told = []string{"one ", "two "}[i] + shapes(t, response)[0].Fields[1].Labels["server"]
				}()
			}
		}
		for range cap(seen) {
			if told := <-seen; told != "one one" && told != "two two" {
				t.Errorf("an organisation got the answer of the other: %s", told)
			}
		}
		if code, body := p.call(t, callers[0], "v1/forecast/refresh", `{"query":{"expr":"load"}}`); code != 202 {
			t.Fatalf("refresh: %d %s", code, body)
		}
		if _, body := p.call(t, callers[0], "v1/jobs", ""); bytes.Equal(bytes.TrimSpace(body), []byte(`{"jobs":[]}`)) {
			t.Error("an organisation does not see its own job")
		}
		if _, body := p.call(t, callers[1], "v1/jobs", ""); !bytes.Equal(bytes.TrimSpace(body), []byte(`{"jobs":[]}`)) {
			t.Errorf("an organisation sees the jobs of another: %s", body)
		}
	})
}
