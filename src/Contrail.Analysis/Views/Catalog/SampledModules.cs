using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The table of modules in whose code threads used a processor.</summary>
internal static class SampledModules
{
    /// <summary>Code of the kernel.</summary>
    public const string Kernel = "kernel";

    /// <summary>Native code outside of the kernel.</summary>
    public const string Native = "native";

    /// <summary>Code of the runtime's methods.</summary>
    public const string Managed = "managed";

    /// <summary>The table's description.</summary>
    public static TableDescription Table { get; } = new(
        HotMethodsView.ModulesName, "Modules by processor time in their own code, with native code and the kernel",
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("kind", "code", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text));

    /// <summary>The rows.</summary>
    /// <param name="methods">The methods of all stacks.</param>
    /// <param name="time">What weights mean.</param>
    /// <param name="maxRows">Number of rows that are kept.</param>
    public static ViewTable Of(IReadOnlyList<MethodWeight> methods, SampledTime time, int maxRows)
    {
        ViewTable table = new(Table);
        foreach (IGrouping<(string Module, bool), MethodWeight> module in methods.Where(one => one.Self > 0)
            .GroupBy(one => (one.Frame.Module, one.Frame.Origin == FrameOrigin.Native))
            .OrderByDescending(module => module.Sum(one => one.Self)).Take(maxRows))
        {
            double self = module.Sum(one => one.Self);
            table.Add(
                (long)module.Sum(one => one.SelfCount), time.Total > 0 ? self / time.Total : (double?)null,
                time.Cpu(self), KindOf(module.First().Frame),
                module.Key.Module.Length > 0 ? module.Key.Module : null);
        }

        return table;
    }

    /// <summary>What the code of a frame is.</summary>
    public static string KindOf(StackFrame frame) => frame switch
    {
        { Module: NativeCode.Kernel } => Kernel,
        { Origin: FrameOrigin.Native } => Native,
        { Origin: FrameOrigin.Unknown } => "unknown",
        _ => Managed,
    };
}
