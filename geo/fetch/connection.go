package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"dateline/geo"
)

// connectionError is an error of the network as a sentence. Its cause, which may name
// servers of an inner network, is not part of the message.
type connectionError struct {
	sentence string
	cause    error
}

func (e *connectionError) Error() string   { return e.sentence }
func (e *connectionError) Unwrap() []error { return []error{geo.ErrUnavailable, e.cause} }

// requestError returns the error of a request to a host without a complete response, with
// a category and without the URL, which the caller knows.
func requestError(ctx context.Context, err error, host string, timeout time.Duration) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	op, ok := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return geo.Errorf(geo.ErrUnavailable, "the server did not respond completely within %s", timeout)
	case ok && errors.Is(err, geo.ErrForbidden):
		return op.Err // without the address that was dialed
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &connectionError{connectionSentence(err, host), err}
	case errors.Is(err, geo.ErrForbidden), errors.Is(err, geo.ErrTooLarge), errors.Is(err, geo.ErrUnavailable):
		return err
	}
	return &connectionError{connectionSentence(err, host), err}
}

// connectionSentence describes an error of the network to the person who gave the URL.
func connectionSentence(err error, host string) string {
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		if name.IsNotFound {
			return fmt.Sprintf("no website answers at %s: there is no such host; check the address", host)
		}
		return fmt.Sprintf("the address of %s cannot be looked up at the moment", host)
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Sprintf("the certificate of %s is not valid", host)
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return host + " does not use HTTPS at this port"
	}
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("no website answers at %s: it refuses the connection", host)
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return host + " cannot be reached from this network"
	case ok && timeout.Timeout():
		return host + " did not respond in time"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return host + " closed the connection before its response was complete"
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return fmt.Sprintf("the connection to %s failed", host)
	}
	return fmt.Sprintf("the response of %s cannot be read: %v", host, err)
}
