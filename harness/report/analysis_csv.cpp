#include "harness/report/analysis_csv.hpp"

#include "harness/report/csv_row.hpp"

namespace wvagate::report {
std::string gaps_csv(std::span<const metric::SeriesAnalysis> all, Latency latency) {
  std::string out =
      "start_time,end_time,duration,peak_violation,avg_tpot,avg_load,avg_excess,open,cause,first_line,last_"
      "line,variant\n";
  for (const auto& analysis : all) {
    for (const auto& gap : analysis.gaps) {
      if (gap.latency != latency) continue;
      CsvRow(out)
          .number(gap.start_min)
          .number(gap.end_min)
          .number(gap.duration.policy_min)
          .number(gap.peak_ms)
          .number(gap.mean_ms)
          .number(gap.mean_rate_rpm)
          .number(gap.mean_excess_ms)
          .word(gap.open ? "true" : "false")
          .word(metric::cause_text(gap.cause))
          .word(std::to_string(gap.first_line))
          .word(std::to_string(gap.last_line))
          .text(analysis.measured.series().variant);
    }
  }
  return out;
}

std::string scaling_events_csv(std::span<const metric::SeriesAnalysis> all) {
  std::string out = "time,from_replicas,to_replicas,load,line,variant\n";
  for (const auto& analysis : all) {
    for (const auto& event : analysis.events) {
      CsvRow(out)
          .number(event.time_min)
          .number(event.from)
          .number(event.to)
          .number(event.rate_rpm)
          .word(std::to_string(event.line))
          .text(analysis.measured.series().variant);
    }
  }
  return out;
}

std::string processed_metrics_csv(std::span<const metric::SeriesAnalysis> all) {
  std::string out =
      "timestamp,itlAverage,ttftAverage,rate,inTk,outTk,numRep,itl,ttft,slo_itl,slo_ttft,alpha,beta,gamma,"
      "delta,"
      "time_minutes,current_replicas,segment,variant,line\n";
  for (const auto& analysis : all) {
    const MeasuredSeries& measured = analysis.measured;
    for (std::size_t i = 0; i < measured.size(); ++i) {
      const Sample& sample = measured[i];
      const Forecast none;
      const Forecast& solution = sample.forecast ? *sample.forecast : none;
      const auto parameter = [&](double PerfParameters::*member) {
        return sample.parameters ? std::optional(*sample.parameters.*member) : std::nullopt;
      };
      CsvRow(out)
          .word(format_time(sample.time))
          .number(observation_in(sample).latency.itl)
          .number(observation_in(sample).latency.ttft)
          .number(observation_in(sample).load.rate_rpm)
          .number(observation_in(sample).load.in_tokens)
          .number(observation_in(sample).load.out_tokens)
          .number(solution.replicas)
          .number(solution.predicted.itl)
          .number(solution.predicted.ttft)
          .number(sample.slo.itl)
          .number(sample.slo.ttft)
          .number(parameter(&PerfParameters::alpha))
          .number(parameter(&PerfParameters::beta))
          .number(parameter(&PerfParameters::gamma))
          .number(parameter(&PerfParameters::delta))
          .number(measured.minute(i))
          .number(running_replicas(sample))
          .word(std::to_string(sample.segment))
          .text(sample.variant)
          .word(std::to_string(sample.line));
    }
  }
  return out;
}

}  // namespace wvagate::report
