package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"
)

// settings come from [plugin.headroom-capacity-datasource] in grafana.ini.
type settings struct {
	url   string // engine_url
	token string // engine_token
	ca    string // engine_ca, PEM text
}

const defaultPort = "8687"

// connect opens nothing yet; an engine that starts later, or again, is found within two seconds.
func connect(s settings) grpc.ClientConnInterface {
	address, transport, problem := s.resolve()
	if problem != "" {
		return unconfigured(problem)
	}
	conn, err := grpc.NewClient("dns:///"+address,
		grpc.WithTransportCredentials(transport),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessageBytes), grpc.MaxCallSendMsgSize(maxMessageBytes)),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 2 * time.Second},
			MinConnectTimeout: 5 * time.Second,
		}),
		// A stream says nothing for hours; this is how it notices that the other end is gone.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 10 * time.Second}),
	)
	if err != nil {
		return unconfigured(fmt.Sprintf("engine_url cannot be used: %v.", err))
	}
	return conn
}

// resolve tells where to connect to and how, or what is wrong with the settings.
func (s settings) resolve() (address string, transport credentials.TransportCredentials, problem string) {
	if s.url == "" {
		return "", nil, "engine_url is missing."
	}
	at, err := url.Parse(s.url)
	if err != nil || at.Hostname() == "" || (at.Scheme != "https" && at.Scheme != "http") {
		return "", nil, "engine_url is no address like https://headroom:" + defaultPort + "."
	}
	if s.token == "" {
		return "", nil, "engine_token is missing."
	}
	port := at.Port()
	if port == "" {
		port = defaultPort
	}
	address = net.JoinHostPort(at.Hostname(), port)
	if at.Scheme == "http" {
		if !isLoopback(at.Hostname()) {
			return "", nil, "engine_url must begin with https:// unless the engine is on this machine."
		}
		return address, insecure.NewCredentials(), ""
	}
	roots, problem := s.roots()
	return address, credentials.NewTLS(&tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}), problem
}

// roots is nil, which means those of the system, where no authority is set.
func (s settings) roots() (*x509.CertPool, string) {
	if s.ca == "" {
		return nil, ""
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(s.ca)) {
		return nil, "engine_ca holds no certificate in PEM form."
	}
	return roots, ""
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// unconfigured answers every call by what is wrong with the settings.
type unconfigured string

func (problem unconfigured) Invoke(context.Context, string, any, any, ...grpc.CallOption) error {
	return status.Error(codes.FailedPrecondition, string(problem))
}

func (problem unconfigured) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, status.Error(codes.FailedPrecondition, string(problem))
}
