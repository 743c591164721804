#include "harness/report/extract_csv.hpp"

#include <array>
#include <charconv>

#include "harness/report/csv.hpp"

namespace wvagate::report {

std::string_view extract_csv_header() {
  return "timestamp,itlAverage,ttftAverage,rate,inTk,outTk,numRep,itl,ttft,slo_itl,slo_ttft,alpha,beta,gamma,"
         "delta,"
         "variant,model,service_class,accelerator,current_replicas,max_batch,rho,max_rpm,cost,log,line\n";
}

namespace {

/// Appends each of the numbers behind a comma.
template <std::size_t kCount>
void append_numbers(std::string& out, const std::array<const Digits*, kCount>& numbers) {
  std::array<char, kCount*(1 + Digits::kMaxSize)> row;
  char* end = row.data();
  for (const Digits* digits : numbers) {
    *end++ = ',';
    end = digits->write_to(end);
  }
  out.append(row.data(), end);
}

}  // namespace

void append_extract_csv(std::string& out, const LoggedSample& logged, std::string_view log) {
  const Sample& sample = logged.sample;
  const SampleDigits& d = logged.digits;
  const auto& [alpha, beta, gamma, delta] = d.parameters;
  append_csv_text(out, d.timestamp);
  append_numbers<14>(out,
                     {&d.itl, &d.ttft, &d.rate, &d.in_tokens, &d.out_tokens, &d.replicas, &d.predicted_itl,
                      &d.predicted_ttft, &d.slo_itl, &d.slo_ttft, &alpha, &beta, &gamma, &delta});
  const auto text = [&](std::string_view value) {
    out += ',';
    append_csv_text(out, value);
  };
  for (const std::string_view name : {sample.variant, sample.model, sample.service_class, sample.accelerator})
    text(name);
  append_numbers<5>(out, {&d.current_replicas, &d.max_batch, &d.rho, &d.max_rpm, &d.cost});
  text(log);
  std::array<char, 24> line{};
  const auto end = std::to_chars(line.data(), line.data() + line.size(), sample.line).ptr;
  out += ',';
  out.append(line.data(), end);
  out += '\n';
}

}  // namespace wvagate::report
