using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings;

/// <summary>Examines a trace by rules, in one reading. Not safe for concurrent use.</summary>
internal sealed class FindingRun
{
    private readonly IReadOnlyList<FindingRule> _rules;
    private readonly IReadOnlyList<ViewDescription> _views;
    private readonly ViewRun _run;

    /// <param name="rules">The rules.</param>
    public FindingRun(IReadOnlyList<FindingRule> rules)
    {
        _rules = rules;
        _views = [.. rules.SelectMany(rule => rule.Views).DistinctBy(view => view.Name)];
        _run = new ViewRun(_views, ViewOptions.Default);
    }

    /// <summary>Receives the records of the trace.</summary>
    public IModelSink Model => _run.Model;

    /// <summary>What was found, after the last record.</summary>
    public FindingReport Conclude()
    {
        Dictionary<string, ViewResult> answers = _views.Zip(_run.Conclude())
            .ToDictionary(pair => pair.First.Name, pair => pair.Second);
        ExaminedTrace trace = new(_run.Context, _run.Extent, answers);
        Finding[] found = [.. _rules.SelectMany(rule => rule.Examine(trace))];
        return new FindingReport(
            FindingOrder.Rank(found),
            [.. _rules.Where(rule => GapOf(rule) is null)],
            [.. _rules.Select(GapOf).OfType<UnexaminedRule>()],
            _run.Context,
            _run.Extent);
    }

    private UnexaminedRule? GapOf(FindingRule rule)
    {
        CoverageState[] states =
        [
            .. Enum.GetValues<ModelNeeds>()
                .Where(kind => kind != ModelNeeds.None && rule.Subjects.HasFlag(kind))
                .Select(kind => _run.Context.Coverage.Of(kind).State),
        ];
        return states.Length == 0 || states.Any(state => state == CoverageState.Whole)
            ? null
            : new UnexaminedRule(
                rule,
                states.Any(state => state == CoverageState.Partial),
                states.Any(state => state == CoverageState.Unknown));
    }
}
