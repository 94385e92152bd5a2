using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Contrail.Core.Snapshots;

namespace Contrail.Tool.Json;

/// <summary>Findings as JSON; docs/findings.md describes it.</summary>
internal static class FindingsJson
{
    private const string Schema = "contrail.findings/1";

    /// <summary>The document of a report.</summary>
    public static JsonObject Of(FindingReport report, ISourceLines? lines) => new()
    {
        ["schema"] = Schema,
        ["startUtc"] = report.Extent.StartUtc is { } utc ? JsonValue.Create(utc) : null,
        ["windowNanoseconds"] = report.Extent.End.Nanoseconds,
        ["triggers"] = JsonSerializer.SerializeToNode(
            report.Context.File.Triggers, SnapshotManifestJson.Default.IReadOnlyListManifestTrigger),
        ["triggerCount"] = report.Context.File.TriggerCount,
        ["findings"] = All(report.Findings, [], report.Context, lines),
        ["change"] = report.Change is { } change ? DifferencesJson.Of(change) : null,
        ["changeKnown"] = report.IsChangeKnown,
        ["examined"] = new JsonArray([.. report.Examined.Select(rule => (JsonNode)rule.Name)]),
        ["unexamined"] = new JsonArray([.. report.Unexamined.Select(one => Unexamined(one, report.Context))]),
    };

    private static JsonArray All(
        IReadOnlyList<Finding> findings, Dictionary<string, int> numbers, TraceContext context, ISourceLines? lines)
    {
        JsonArray all = [];
        foreach (Finding finding in findings)
        {
            int number = numbers[finding.Rule] = numbers.GetValueOrDefault(finding.Rule) + 1;
            all.Add((JsonNode)Of(finding, number, numbers, context, lines));
        }

        return all;
    }

    private static JsonObject Of(
        Finding finding,
        int number,
        Dictionary<string, int> numbers,
        TraceContext context,
        ISourceLines? lines) => new()
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{finding.Rule}#{number}"),
            ["rule"] = finding.Rule,
            ["severity"] = EnumJson.NameOf(finding.Severity),
            ["headline"] = finding.Headline,
            ["culprit"] = finding.Culprit.Length > 0 ? finding.Culprit : null,
            ["stack"] = finding.Stack.IsNone ? null : ViewJson.StackOf(finding.Stack, context.Stacks, lines),
            ["confidence"] = EnumJson.NameOf(finding.Confidence),
            ["reason"] = finding.Reason,
            ["impact"] = finding.Impact,
            ["startNanoseconds"] = finding.Range is { IsOpenAtStart: false } from ? from.Start.Nanoseconds : null,
            ["endNanoseconds"] = finding.Range is { IsOpenAtEnd: false } to ? to.End.Nanoseconds : null,
            ["evidence"] = new JsonArray([.. finding.Evidence.Select(Of)]),
            ["effects"] = All(finding.Effects, numbers, context, lines),
            ["surer"] = finding.Surer.Length > 0 ? finding.Surer : null,
            ["next"] = finding.NextStep,
        };

    private static JsonObject Of(Evidence evidence) => new()
    {
        ["id"] = evidence.Id,
        ["view"] = evidence.View,
        ["table"] = evidence.Table,
        ["row"] = evidence.Row + 1,
        ["column"] = evidence.Column.Name,
        ["unit"] = EnumJson.NameOf(evidence.Column.Unit),
        ["value"] = ViewJson.NumberOrText(evidence.Value),
        ["label"] = evidence.Label,
    };

    private static JsonObject Unexamined(UnexaminedRule one, TraceContext context) => new()
    {
        ["rule"] = one.Rule.Name,
        ["state"] = one.Gap switch
        {
            RuleGap.NotRecorded => "notRecorded",
            RuleGap.Unknown => "unknown",
            _ => "partial",
        },
        ["recording"] = one.Rule.RecordingOf(context) is { Length: > 0 } recording ? recording : null,
    };
}
