package conformance

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

const doorToken = "token of the conformance tests"

// service is `headroom serve` with a door for the forwarder over TLS.
type service struct {
	config   string
	httpPort int
	doorPort int
	process  *exec.Cmd
}

// newService writes its configuration; nothing runs yet.
func newService(t *testing.T) *service {
	t.Helper()
	folder := t.TempDir()
	s := &service{config: filepath.Join(folder, "headroom.yaml"), httpPort: freePort(t), doorPort: freePort(t)}
	cert, key := authority.issue(t)
	config, err := json.Marshal(map[string]any{
		"stateDir": filepath.Join(folder, "state"),
		"logLevel": "error",
		"listen":   fmt.Sprintf("127.0.0.1:%d", s.httpPort),
		"plugin": map[string]any{
			"listen":     fmt.Sprintf("127.0.0.1:%d", s.doorPort),
			"certFile":   write(t, folder, "cert.pem", cert),
			"keyFile":    write(t, folder, "key.pem", key),
			"tokenFile":  write(t, folder, "token", doorToken),
			"grafanaUrl": startGrafana(t),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "headroom.yaml", string(config))
	return s
}

func (s *service) url() string {
	return fmt.Sprintf("https://127.0.0.1:%d", s.doorPort)
}

func (s *service) start(t *testing.T) {
	t.Helper()
	s.process = exec.Command(engineExecutable, "serve", "--config", s.config)
	s.process.Env = []string{"PATH=" + os.Getenv("PATH")}
	s.process.Stderr = os.Stderr
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	running := s.process
	t.Cleanup(func() { end(running, syscall.SIGTERM) })
	eventually(t, "the engine is ready", 30*time.Second, func() bool {
		response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/readyz", s.httpPort))
		if err != nil {
			return false
		}
		defer func() { _ = response.Body.Close() }()
		return response.StatusCode == http.StatusOK
	})
}

// kill ends it as a crash would.
func (s *service) kill() {
	end(s.process, syscall.SIGKILL)
}

func end(process *exec.Cmd, signal syscall.Signal) {
	if process.ProcessState == nil {
		_ = process.Process.Signal(signal)
		_ = process.Wait()
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}

func write(t *testing.T, folder, name, content string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
