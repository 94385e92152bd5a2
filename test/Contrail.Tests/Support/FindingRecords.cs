using Contrail.Analysis.Findings;
using Contrail.Analysis.GoTrace.Interpreting;
using Contrail.Analysis.Model;

namespace Contrail.Tests.Support;

/// <summary>Runs rules over records that a test draws, without a file; all kinds of records are recorded.</summary>
internal sealed class FindingRecords
{
    private readonly FindingRun _run;

    public FindingRecords(params IReadOnlyList<FindingRule> rules)
        : this(CoverageState.Whole, rules)
    {
    }

    public FindingRecords(
        CoverageState coverage,
        IReadOnlyList<FindingRule> rules,
        FileDescription? file = null,
        ModelNeeds foreign = ModelNeeds.None)
        : this(_ => coverage, rules, file, foreign)
    {
    }

    public FindingRecords(
        Func<ModelNeeds, CoverageState> coverage,
        IReadOnlyList<FindingRule> rules,
        FileDescription? file = null,
        ModelNeeds foreign = ModelNeeds.None,
        StackTable? stacks = null,
        bool hasGoroutines = false)
    {
        Context = TraceContext.Empty with
        {
            Stacks = stacks ?? new StackTable(),
            Coverage = new TraceCoverage(Enum.GetValues<ModelNeeds>()
                .ToDictionary(kind => kind, kind => new Coverage(coverage(kind), null)))
            {
                Foreign = foreign,
            },
            File = file ?? FileDescription.Unknown,
            HasGoroutines = hasGoroutines,
        };
        _run = new FindingRun(rules);
        _run.Model.OnBegin(Context);
    }

    public TraceContext Context { get; }

    public IModelSink Model => _run.Model;

    /// <summary>Runs rules over records of a program whose own module is known.</summary>
    public static FindingRecords InModule(string module, params IReadOnlyList<FindingRule> rules) =>
        new(_ => CoverageState.Whole, rules, stacks: new StackTable { MainModule = module });

    /// <summary>
    /// A stack of methods, the innermost first; names that begin with "System." are the framework's, and those that
    /// begin with "Shop." are in a module of that name.
    /// </summary>
    public StackId Stack(params string[] methods) => ViewRecords.StackIn(Context.Stacks, methods);

    /// <summary>A stack of Go functions, the innermost first; the standard library is the framework.</summary>
    public StackId GoStack(params string[] functions) => Context.Stacks.Add(
    [
        .. functions.Select(name => Context.Stacks.AddFrame(StackFrame.Named(name) with
        {
            Origin = GoPackages.OriginOf(GoPackages.PackageOf(name), ""),
            QualifierChars = GoPackages.QualifierChars(name),
        })),
    ]);

    public FindingReport Report(long endMs = 10_000)
    {
        _run.Model.OnEnd(new TraceExtent(ViewRecords.At(endMs), null));
        return _run.Conclude();
    }

    public IReadOnlyList<Finding> Findings(long endMs = 10_000) => Report(endMs).Findings;
}
