// Pushes with client_golang: push URL protobuf|text push|add|refused|delete; CREDENTIALS may be USER:PASSWORD.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/push"
	"github.com/prometheus/common/expfmt"
)

var formats = map[string]expfmt.Format{"protobuf": expfmt.FmtProtoDelim, "text": expfmt.FmtText}

func main() {
	url, format, action := os.Args[1], os.Args[2], os.Args[3]
	job := "go-" + format
	if action == "refused" {
		job = "go-refused"
	}
	pusher := push.New(url, job).Format(formats[format])
	if user, password, given := strings.Cut(os.Getenv("CREDENTIALS"), ":"); given {
		pusher.BasicAuth(user, password)
	}
	if action != "refused" {
		// A slash makes the client use base64, a blank and an umlaut percent signs, nothing at all needs a padding.
		pusher.Grouping("instance", "host 1").Grouping("path", "/var/tmp").Grouping("city", "Zürich").Grouping("none", "")
	}
	if err := act(pusher, action); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func act(pusher *push.Pusher, action string) error {
	switch action {
	case "push":
		success := prometheus.NewGauge(prometheus.GaugeOpts{Name: "go_last_success", Help: "Last time a batch job finished"})
		success.Set(1.5e9)
		records := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "go_records_total", Help: "Records read"}, []string{"kind"})
		records.WithLabelValues("a\"b\\c\nd").Add(3)
		duration := prometheus.NewSummary(prometheus.SummaryOpts{
			Name: "go_duration_seconds", Help: "Duration of a batch job", Objectives: map[float64]float64{0.5: 0.05}})
		duration.Observe(2)
		size := prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "go_size_bytes", Help: "Size of files", Buckets: []float64{10, 100}})
		size.Observe(50)
		native := prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "go_native_bytes", Help: "Sizes, closer", NativeHistogramBucketFactor: 1.1})
		native.Observe(50)
		return pusher.Collector(success).Collector(records).Collector(duration).Collector(size).Collector(native).Push()
	case "add":
		more := prometheus.NewGauge(prometheus.GaugeOpts{Name: "go_more", Help: "Added later"})
		more.Set(7)
		return pusher.Collector(more).Add()
	case "refused":
		// The type differs from that of the other group.
		size := prometheus.NewGauge(prometheus.GaugeOpts{Name: "go_size_bytes", Help: "Size of files"})
		return pusher.Collector(size).Push()
	case "delete":
		return pusher.Delete()
	default:
		return fmt.Errorf("unknown action %s", action)
	}
}
