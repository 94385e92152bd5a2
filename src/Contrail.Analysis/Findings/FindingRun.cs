using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings;

/// <summary>Examines a trace by rules, in one reading. Not safe for concurrent use.</summary>
internal sealed class FindingRun
{
    private readonly IReadOnlyList<FindingRule> _rules;
    private readonly IReadOnlyList<ViewDescription> _views;
    private readonly ViewRun _run;
    private readonly MeasureTally _measures = new();

    /// <param name="rules">The rules.</param>
    /// <param name="otherViews">Views that no rule uses, to run in the same reading.</param>
    public FindingRun(IReadOnlyList<FindingRule> rules, params IReadOnlyList<ViewDescription> otherViews)
    {
        _rules = rules;
        _views = [.. rules.SelectMany(rule => rule.Views).Concat(otherViews).DistinctBy(view => view.Name)];
        _run = new ViewRun(_views, new ViewOptions { IsWindowOnly = true });
        Model = new TraceModel(_run.Model, _measures);
    }

    /// <summary>Receives the records of the trace.</summary>
    public IModelSink Model { get; }

    /// <summary>What was found, after the last record.</summary>
    public FindingReport Conclude()
    {
        Dictionary<string, ViewResult> answers = _views.Zip(_run.Conclude())
            .ToDictionary(pair => pair.First.Name, pair => pair.Second);
        MeasuredSteps measured = _measures.Measured();
        ExaminedTrace trace = new(_run.Context, _run.Extent, answers, measured);
        FindingRule[] rules = [.. _rules.Where(rule => rule.IsAbout(_run.Context.Coverage.Foreign))];
        UnexaminedRule[] gaps = [.. rules.Select(rule => GapOf(rule, trace)).OfType<UnexaminedRule>()];
        IEnumerable<Finding> found = rules.SelectMany(rule => rule.Examine(trace));

        // Its events may end long before the window does: what is missing then is no change.
        bool isComparable = !_run.Context.File.IsDamaged;
        return new FindingReport(
            FindingOrder.Rank([.. found.Select(finding => Placed(finding, measured))]),
            [.. rules.Except(gaps.Select(gap => gap.Rule))],
            gaps,
            isComparable ? WindowChange.Of(measured) : null,
            _run.Context,
            _run.Extent)
        {
            Answers = answers,
            IsChangeKnown = isComparable && IncidentSearch.IsLongEnough(measured.End),
        };
    }

    // When a rule's views do not show it, the measure that the finding is about does.
    private static Finding Placed(Finding unplaced, MeasuredSteps measured)
    {
        Finding finding = Weighed(unplaced);
        return finding is { Range: null, Measure: { } key } && measured.Concentration(key) is { } range
            ? finding with { Range = range, Impact = Finite(finding.Impact) }
            : finding with { Impact = Finite(finding.Impact) };
    }

    // A warning that other causes explain as well is not one.
    private static Finding Weighed(Finding finding) => finding.Confidence == FindingConfidence.Low
        ? finding with { Severity = FindingSeverity.Info }
        : finding;

    private static double Finite(double impact) => double.IsFinite(impact) ? impact : 0;

    // Without one of its kinds of records a rule finds nothing, whatever is known of the others.
    private UnexaminedRule? GapOf(FindingRule rule, ExaminedTrace trace)
    {
        RuleGap gap = Enum.GetValues<ModelNeeds>()
            .Where(kind => kind != ModelNeeds.None && rule.Subjects.HasFlag(kind))
            .Select(kind => GapIn(_run.Context.Coverage.Of(kind)))
            .Append(rule.FileGap(_run.Context.File))
            .Append(rule.AnswerGap(trace))
            .Max();
        return gap == RuleGap.None ? null : new UnexaminedRule(rule, gap);
    }

    /// <summary>Why not everything of a kind of record is known.</summary>
    internal static RuleGap GapIn(Coverage coverage) => coverage.State switch
    {
        CoverageState.Whole => RuleGap.None,
        CoverageState.NotRecorded => RuleGap.NotRecorded,
        CoverageState.Partial when coverage.Spans is not null => RuleGap.PartOfWindow,
        CoverageState.Partial => coverage.IsOfSomeSources ? RuleGap.SomeSources : RuleGap.UnknownPart,
        _ => RuleGap.Unknown,
    };
}
