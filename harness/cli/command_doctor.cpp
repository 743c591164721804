#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/doctor_text.hpp"
#include "harness/store/figures_json.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  std::vector<std::string> logs;
  bool json = false;
};

struct Diagnosis {
  LogFacts facts;
  std::size_t samples = 0;
  std::vector<std::string> variants;
};

Result<Diagnosis> diagnose(const std::string& path) {
  Diagnosis diagnosis;
  NamePool names;
  // In the order of their first samples: names, and under which namespaces each is known.
  std::vector<std::pair<std::string_view, std::string_view>> known;
  std::unordered_map<std::string_view, std::unordered_set<std::string_view>> full_names;
  auto facts = ingest::read_log(path, names,
                                [&](const LoggedSample& logged) {
                                  ++diagnosis.samples;
                                  const Sample& sample = logged.sample;
                                  if (full_names[sample.variant].insert(sample.full_name).second)
                                    known.emplace_back(sample.variant, sample.full_name);
                                  return true;
                                },
                                {.census = true});
  if (!facts) return facts.error();
  for (const auto& [variant, full_name] : known) {
    const bool shared = full_names[variant].size() > 1 && !full_name.empty();
    diagnosis.variants.emplace_back(shared ? full_name : variant);
  }
  diagnosis.facts = std::move(facts).value();
  return diagnosis;
}

ExitCode doctor(const Arguments& arguments, const Console& console) {
  const auto logs = resolve_logs(arguments.logs);
  if (!logs) return console.complain(logs.error());
  std::vector<report::Expected> expected;
  for (const ingest::RecordKind& kind : ingest::kRecordKinds) {
    if (kind.gives_samples) expected.push_back({kind.name, kind.phrase});
  }
  ExitCode code = ExitCode::pass;
  std::deque<Diagnosis> diagnoses;
  std::vector<store::DiagnosedRecording> documents;
  std::string text;
  for (const std::string& log : logs.value()) {
    auto diagnosis = diagnose(log);
    if (!diagnosis) {
      code = worse(code, console.complain(diagnosis.error()));
      continue;
    }
    const Diagnosis& kept = diagnoses.emplace_back(std::move(diagnosis).value());
    if (kept.samples == 0) code = worse(code, ExitCode::log);
    documents.push_back({kept.facts, kept.samples, kept.variants});
    if (!text.empty()) text += "\n";
    text += report::doctor_text(kept.facts, kept.samples, kept.variants, expected, console.colour());
  }
  if (arguments.json) text = store::doctor_document({.version = std::string(version())}, documents);
  const auto status = console.print(text);
  return status ? code : console.complain(status.error());
}

}  // namespace

Action declare_doctor(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_logs(app, arguments->logs);
  app.add_flag("--json", arguments->json, "The same as JSON (wvagate.doctor/1)");
  return [arguments](const Console& console) { return doctor(*arguments, console); };
}

}  // namespace wvagate::cli
