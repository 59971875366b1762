package conformance

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// The two executables under test.
var engineExecutable, forwarderExecutable string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	root, err := filepath.Abs("../..")
	if err != nil {
		return complain(err)
	}
	engineExecutable = filepath.Join(root, "dist", "datasource", "gpx_headroom_"+runtime.GOOS+"_"+runtime.GOARCH)
	if given := os.Getenv("HEADROOM_ENGINE"); given != "" {
		engineExecutable = given
	}
	if _, err := os.Stat(engineExecutable); err != nil {
		return complain(fmt.Errorf("build the engine first, by npm run build:engine: %w", err))
	}
	folder, err := os.MkdirTemp("", "headroom-conformance-")
	if err != nil {
		return complain(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	forwarderExecutable = filepath.Join(folder, "gpx_headroom")
	build := exec.Command("go", "build", "-tags", "arrow_json_stdlib", "-o", forwarderExecutable, "./pkg/forwarder")
	build.Dir = root
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return complain(fmt.Errorf("the forwarder does not build: %w\n%s", err, said))
	}
	return m.Run()
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// eachPackage runs a test against the engine as Grafana's child, and against the forwarder with an engine over TLS.
func eachPackage(t *testing.T, test func(t *testing.T, p *process)) {
	t.Run("all in one", func(t *testing.T) { test(t, startAllInOne(t, t.TempDir())) })
	t.Run("catalogue", func(t *testing.T) {
		p, _ := startCatalogue(t)
		test(t, p)
	})
}

func startAllInOne(t *testing.T, state string) *process {
	t.Helper()
	return start(t, engineExecutable, "GF_PLUGIN_STATE_DIR="+state, "GF_PLUGIN_LOG_LEVEL=error")
}

func startCatalogue(t *testing.T) (*process, *service) {
	t.Helper()
	engine := newService(t)
	engine.start(t)
	return startForwarder(t, engine.url(), doorToken, authority.pem), engine
}

func startForwarder(t *testing.T, url, token, ca string) *process {
	t.Helper()
	return start(t, forwarderExecutable, "GF_PLUGIN_ENGINE_URL="+url, "GF_PLUGIN_ENGINE_TOKEN="+token, "GF_PLUGIN_ENGINE_CA="+ca)
}
