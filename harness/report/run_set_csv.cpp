#include "harness/report/run_set_csv.hpp"

#include "analysis/core/format.hpp"
#include "analysis/core/time.hpp"
#include "harness/report/csv.hpp"

namespace wvagate::report {
namespace {

/// Fields as a row needs them, so that what a run-set's rows share is escaped once.
class Fields {
 public:
  Fields& text(std::string_view value) {
    append_csv_text(out_, value.starts_with('\'') ? "'" + std::string(value) : value);
    out_ += ',';
    return *this;
  }
  Fields& number(std::optional<double> value) {
    if (value) out_ += format_shortest(*value);
    out_ += ',';
    return *this;
  }
  const std::string& csv() const { return out_; }

 private:
  std::string out_;
};

}  // namespace

std::string_view run_set_csv_header() {
  return "scenario,release,commit,date,controller,tool,definitions,policy,dedup_window_s,slo_itl_ms,"
         "slo_ttft_ms,accelerator,model,run,log,sha256,metric,value\n";
}

void append_run_set_csv(std::string& out, const history::RunSet& run_set) {
  const history::Provenance& from = run_set.provenance;
  Fields label;
  label.text(run_set.scenario).text(run_set.release).text(run_set.commit).text(format_time(run_set.date));
  label.text(from.controller).text(from.tool).number(static_cast<double>(from.definitions));
  label.text(from.policy).number(from.dedup_window_s).number(from.slo_itl_ms).number(from.slo_ttft_ms);
  label.text(from.accelerator).text(from.model);
  double number = 0;
  for (const history::Run& run : run_set.runs) {
    Fields of_run;
    of_run.number(++number).text(run.log).text(run.sha256);
    for (const history::Figure& figure : run.figures) {
      out += label.csv();
      out += of_run.csv();
      out += figure.metric;
      out += ',';
      out += format_shortest(figure.value);
      out += '\n';
    }
  }
}

}  // namespace wvagate::report
