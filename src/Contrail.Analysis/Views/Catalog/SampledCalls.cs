using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The table of native code that own code calls.</summary>
internal static class SampledCalls
{
    /// <summary>The table's description.</summary>
    public static TableDescription Table { get; } = new(
        HotMethodsView.NativeName, "Native code that own code calls; with waits where CPU time is unknown",
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("threads", "threads", ViewUnit.Number),
        new ViewColumn("callee", "native call", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text),
        new ViewColumn("stack", "place", ViewUnit.Stack));

    /// <summary>The rows.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="stacks">Their stacks.</param>
    /// <param name="time">What weights mean.</param>
    /// <param name="maxRows">Number of rows that are kept.</param>
    public static ViewTable Of(SampledStacks samples, StackTable stacks, SampledTime time, int maxRows)
    {
        ViewTable table = new(Table);
        IReadOnlyDictionary<StackId, double> counts = time.IsCpu ? samples.Listed : samples.InNative;
        IReadOnlyDictionary<StackId, double> weights = time.IsCpu ? samples.Weights : samples.InNative;
        IEnumerable<TalliedPlace> calls = weights
            .Where(pair => stacks.Place(pair.Key) is { IsOwn: true } && CalleeOf(pair.Key) is not null)
            .Select(pair => new TalliedPlace(pair.Key, (long)counts[pair.Key], pair.Value))
            .GroupBy(call => CalleeOf(call.Stack)!.Value.ShortText())
            .SelectMany(same => PlaceTally.ByPlace(same, stacks));
        foreach (TalliedPlace call in calls.OrderByDescending(call => call.Weight).Take(maxRows))
        {
            StackFrame callee = CalleeOf(call.Stack)!.Value;
            table.Add(
                call.Count, time.Cpu(call.Weight), time.Threads(call.Weight), callee.ShortText(),
                callee.Module.Length > 0 ? callee.Module : null, call.Stack);
        }

        return table;

        StackFrame? CalleeOf(StackId stack) =>
            time.IsCpu ? NativeCode.CalleeOf(stack, stacks) : stacks.Innermost(stack);
    }
}
