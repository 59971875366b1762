package conformance

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

const (
	watchRoute     = "v1/forecasts"
	storedForecast = `{"name":"Load of the lab","query":{"expr":"load"}}`
)

func TestTheHostStopsIt(t *testing.T) {
	eachPackage(t, func(t *testing.T, p *process) {
		started := time.Now()
		p.host.Kill() // asks first
		if took := time.Since(started); !p.host.Exited() || took > 2*time.Second {
			t.Errorf("it took %s to stop", took)
		}
	})
}

func TestAKilledEngineIsBackWithItsState(t *testing.T) {
	state := t.TempDir()
	who := admin(startPrometheus(t, "one"))
	first := startAllInOne(t, state)
	expect(t, first.query(t, who, forecastQuery)["A"], 200, "", "")
	if code, body := first.call(t, who, watchRoute, storedForecast); code != 201 {
		t.Fatalf("store: %d %s", code, body)
	}
	if err := syscall.Kill(first.host.ReattachConfig().Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the host notices", 5*time.Second, first.host.Exited)
	second := startAllInOne(t, state)
	expect(t, second.query(t, who, forecastQuery)["A"], 200, "", "")
	expectStored(t, second, who)
}

func TestAnEngineThatComesBackIsFoundAgain(t *testing.T) {
	who := admin(startPrometheus(t, "one"))
	p, engine := startCatalogue(t)
	if code, body := p.call(t, who, watchRoute, storedForecast); code != 201 {
		t.Fatalf("store: %d %s", code, body)
	}
	engine.kill()
	expectEngineMissing(t, p, who, engine.url())
	engine.start(t)
	eventually(t, "the forwarder finds the engine again", 5*time.Second, func() bool {
		return p.query(t, who, forecastQuery)["A"].GetStatus() == 200
	})
	expectStored(t, p, who)
}

func expectStored(t *testing.T, p *process, who caller) {
	t.Helper()
	if code, body := p.call(t, who, watchRoute, ""); code != 200 || !bytes.Contains(body, []byte("Load of the lab")) {
		t.Errorf("what was stored is lost: %d %s", code, body)
	}
}

func expectEngineMissing(t *testing.T, p *process, who caller, words string) {
	t.Helper()
	response := p.query(t, who, forecastQuery, breachQuery)
	for _, refID := range []string{"A", "B"} {
		expect(t, response[refID], 503, "plugin", words)
	}
	code, body := p.call(t, who, "v1/jobs", "")
	if code != 503 || !bytes.Contains(body, []byte(words)) || !bytes.Contains(body, []byte(`"remedy":"`)) {
		t.Errorf("a resource without an engine: %d %s", code, body)
	}
	health := p.health(t, who)
	if health.GetStatus() != pluginv2.CheckHealthResponse_ERROR || !strings.Contains(health.GetMessage(), words) {
		t.Errorf("health without an engine: %v", health)
	}
}

func TestTheForwarderTellsWhatIsMissing(t *testing.T) {
	engine := newService(t)
	engine.start(t)
	who := admin(startPrometheus(t, "one"))
	for name, c := range map[string]struct{ url, token, ca, words string }{
		"nothing runs there":      {"https://127.0.0.1:1", doorToken, authority.pem, "bin/headroom serve"},
		"a wrong token":           {engine.url(), "guessed", authority.pem, "engine_token"},
		"another authority":       {engine.url(), doorToken, newCertifier().pem, "engine_ca"},
		"no authority":            {engine.url(), doorToken, "", "engine_ca"},
		"no address":              {"", doorToken, authority.pem, "engine_url is missing"},
		"no token":                {engine.url(), "", authority.pem, "engine_token is missing"},
		"a nonsensical address":   {"headroom:8687", doorToken, authority.pem, "engine_url is no address"},
		"no TLS over a network":   {"http://192.0.2.1:8687", doorToken, authority.pem, "https://"},
		"a nonsensical authority": {engine.url(), doorToken, "PEM", "engine_ca holds no certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			expectEngineMissing(t, startForwarder(t, c.url, c.token, c.ca), who, c.words)
		})
	}
}

func TestTheEngineBelievesWhatGrafanaSigned(t *testing.T) {
	p, _ := startCatalogue(t)
	forger := admin(startPrometheus(t, "one"))
	forger.signer = newSigner()
	expect(t, p.query(t, forger, forecastQuery)["A"], 401, "downstream", "wrong signature")
	if code, body := p.call(t, forger, "v1/jobs", ""); code != 401 {
		t.Errorf("a forged identity: %d %s", code, body)
	}
	viewer := admin(forger.prometheus)
	viewer.role = "Viewer"
	if code, body := p.call(t, viewer, "v1/forecast/refresh", `{"query":{"expr":"load"}}`); code != 403 {
		t.Errorf("a Viewer may start a job: %d %s", code, body)
	}
}
