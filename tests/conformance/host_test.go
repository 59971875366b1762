// Package conformance speaks to both packages of Headroom as Grafana does: by the client of Grafana's own SDK.
package conformance

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

// process is a plugin that the host has started, and the client of each of its services.
type process struct {
	host        *goplugin.Client
	data        grpcplugin.DataClient
	resource    grpcplugin.ResourceClient
	diagnostics grpcplugin.DiagnosticsClient
	stream      grpcplugin.StreamClient
}

// start runs an executable under the handshake, in a folder of its own and without the environment of the tests.
func start(t *testing.T, executable string, env ...string) *process {
	t.Helper()
	cmd := exec.Command(executable)
	cmd.Dir = filepath.Dir(executable)
	cmd.Env = append(env, "PATH="+os.Getenv("PATH"))
	host := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd:         cmd,
		SkipHostEnv: true,
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"data":        &grpcplugin.DataGRPCPlugin{},
			"resource":    &grpcplugin.ResourceGRPCPlugin{},
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
			"stream":      &grpcplugin.StreamGRPCPlugin{},
		}},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		StartTimeout:     60 * time.Second,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Off}),
	})
	t.Cleanup(host.Kill)
	protocol, err := host.Client()
	if err != nil {
		t.Fatalf("the handshake failed: %v", err)
	}
	p := &process{host: host}
	p.data = dispense[grpcplugin.DataClient](t, protocol, "data")
	p.resource = dispense[grpcplugin.ResourceClient](t, protocol, "resource")
	p.diagnostics = dispense[grpcplugin.DiagnosticsClient](t, protocol, "diagnostics")
	p.stream = dispense[grpcplugin.StreamClient](t, protocol, "stream")
	if err := protocol.Ping(); err != nil {
		t.Fatalf("the plugin does not answer the ping: %v", err)
	}
	return p
}

func dispense[C any](t *testing.T, protocol goplugin.ClientProtocol, service string) C {
	t.Helper()
	raw, err := protocol.Dispense(service)
	if err != nil {
		t.Fatalf("no service %s: %v", service, err)
	}
	client, ok := raw.(C)
	if !ok {
		t.Fatalf("the service %s has an unexpected client %T", service, raw)
	}
	return client
}

// patience is what a call may take on a busy machine.
func patience(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// eventually asks again until it is told yes.
func eventually(t *testing.T, what string, within time.Duration, holds func() bool) {
	t.Helper()
	for giveUp := time.Now().Add(within); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(giveUp) {
			t.Fatalf("not within %s: %s", within, what)
		}
	}
}
