#include <chrono>

#include "analysis/core/format.hpp"
#include "harness/synth/log_writer.hpp"
#include "harness/synth/printed.hpp"

namespace wvagate::synth {
namespace {

using std::chrono::milliseconds;

/// "2026-01-05T09:00:16Z": what controller-runtime stamps.
std::string whole_seconds(TimePoint time) {
  return format_time(time).substr(0, 19) + "Z";
}

/// A line of controller-runtime; `members` stand behind the message.
void runtime_line(LogLines& lines, TimePoint time, std::string_view level, std::string_view logger,
                  std::string_view message, std::string_view members = {}) {
  const std::string named = logger.empty() ? std::string() : joined(R"("logger":")", logger, R"(",)");
  lines.add(joined(R"({"level":")", level, R"(","ts":")", whole_seconds(time), R"(",)", named, R"("msg":")",
                   message, R"(")", members, "}"),
            time);
}

/// "I0105 09:00:16.275963       1 FILE] TEXT": Kubernetes' libraries.
void klog_line(LogLines& lines, TimePoint time, std::string_view file, std::string_view text) {
  const std::string stamp = format_time(time);
  lines.add(joined("I", stamp.substr(5, 2), stamp.substr(8, 2), " ", stamp.substr(11, 12), "646       1 ",
                   file, "] ", text),
            time);
}

constexpr std::string_view kController =
    R"(,"controller":"variantAutoscaling","controllerGroup":"llmd.ai","controllerKind":"VariantAutoscaling")";
constexpr std::string_view kLease = "workload-variant-autoscaler-system/4f1c0d2a.llm-d.ai";

}  // namespace

void write_start(LogLines& lines, TimePoint time) {
  const TimePoint connected = time + milliseconds(44);
  const TimePoint elected = time + milliseconds(12'600);
  lines.info(time, "Zap logger initialized");
  lines.info(time + milliseconds(2), "Creating metrics emitter instance");
  lines.info(time + milliseconds(2), "Metrics emitter created successfully");
  lines.info(time + milliseconds(2),
             "Using Prometheus configuration from environment variables: "
             "address=https://prometheus.monitoring.svc.cluster.local:9090");
  lines.warn(time + milliseconds(2),
             "TLS certificate verification is disabled - this is not recommended for production");
  lines.info(
      time + milliseconds(2),
      "Initializing Prometheus client -> address: https://prometheus.monitoring.svc.cluster.local:9090, "
      "tls_enabled: true");
  lines.info(time + milliseconds(2), "TLS configuration applied to Prometheus HTTPS transport");
  lines.info(time + milliseconds(2),
             "Bearer token loaded from filepath/var/run/secrets/kubernetes.io/serviceaccount/token");
  lines.info(connected, "Prometheus API validation successful with queryqueryup");
  lines.info(connected, "Prometheus client and API wrapper initialized and validated successfully");
  lines.info(connected, "Starting manager");
  lines.info(connected, "Registering custom metrics with Prometheus registry");
  runtime_line(lines, connected, "info", "controller-runtime.metrics", "Starting metrics server");
  lines.info(connected, "disabling http/2");
  runtime_line(lines, connected, "info", "", "starting server",
               R"(,"name":"health probe","addr":"[::]:8081")");
  klog_line(lines, connected, "leaderelection.go:257",
            joined("attempting to acquire leader lease ", kLease, "..."));
  runtime_line(lines, connected, "info", "controller-runtime.metrics", "Serving metrics server",
               R"(,"bindAddress":":8443","secure":true)");
  klog_line(lines, elected, "leaderelection.go:271", joined("successfully acquired lease ", kLease));
  for (const std::string_view source : {"*v1.ConfigMap", "*v1alpha1.VariantAutoscaling"}) {
    runtime_line(lines, elected, "info", "", "Starting EventSource",
                 joined(kController, R"(,"source":"kind source: )", source, R"(")"));
  }
  runtime_line(lines, elected, "info", "", "Starting Controller", kController);
  runtime_line(lines, elected, "info", "", "Starting workers", joined(kController, R"(,"worker count":1)"));
}

void write_chatter(LogLines& lines, TimePoint time, std::uint64_t nth) {
  constexpr std::uint64_t kKinds = 6;
  switch (nth % kKinds) {
    case 0:
      runtime_line(
          lines, time, "error", "controller-runtime.metrics", "Authentication failed",
          R"(,"path":"/metrics","error":"[invalid bearer token, token lookup failed]","errorCauses":[{"error":"[invalid bearer token, token lookup failed]"}],"stacktrace":"sigs.k8s.io/controller-runtime/pkg/metrics/filters.WithAuthenticationAndAuthorization.func1.1\n\t/go/pkg/mod/sigs.k8s.io/controller-runtime@v0.20.4/pkg/metrics/filters/filters.go:89\nnet/http.HandlerFunc.ServeHTTP\n\t/usr/local/go/src/net/http/server.go:2220")");
      break;
    case 1:
      klog_line(lines, time, "reflector.go:376",
                "Caches populated for *v1.ConfigMap from pkg/mod/k8s.io/client-go");
      break;
    case 2:
      lines.debug(time, "ConfigMap watch enqueueing requests: count=1");
      break;
    case 3:
      lines.add("goroutine 182 [select]:", time);
      break;
    case 4:
      lines.add("\t/usr/local/go/src/net/http/server.go:3210 +0x4b4", time);
      break;
    default:
      lines.info(time,
                 "Scraped ServiceMonitor vllm: targets=4, itl=12.5ms, rate=800, \"quoted\" and C:\\escaped");
      break;
  }
}

}  // namespace wvagate::synth
