package conformance

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"testing"
	"time"
)

// certifier is an authority that nobody trusts unless told so.
type certifier struct {
	pem  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

var authority = newCertifier()

func newCertifier() *certifier {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := certificate("Headroom test authority")
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign
	der := must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))
	return &certifier{pem: toPem("CERTIFICATE", der), cert: must(x509.ParseCertificate(der)), key: key}
}

// issue makes a certificate for 127.0.0.1 and its key, as PEM texts.
func (c *certifier) issue(t *testing.T) (cert, key string) {
	t.Helper()
	own := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := certificate("Headroom test")
	template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	der := must(x509.CreateCertificate(rand.Reader, template, c.cert, own.Public(), c.key))
	return toPem("CERTIFICATE", der), toPem("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(own)))
}

func certificate(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.Add(time.Hour),
	}
}

func toPem(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func must[V any](value V, err error) V {
	if err != nil {
		panic(err)
	}
	return value
}
