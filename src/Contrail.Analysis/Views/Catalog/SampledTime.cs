using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What the weights of samples mean: processor time, or a share of the rounds of all threads.</summary>
/// <param name="samples">The samples.</param>
/// <param name="context">What is known of the trace.</param>
/// <param name="extent">The extent of the trace.</param>
internal sealed class SampledTime(SampledStacks samples, TraceContext context, TraceExtent extent)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Whether weights are processor time in nanoseconds; otherwise they are numbers of samples.</summary>
    public bool IsCpu => samples.HasCpuTime;

    /// <summary>The weight of all samples with a stack.</summary>
    public double Total { get; } = samples.Weights.Values.Sum();

    /// <summary>How long samples were taken, in nanoseconds.</summary>
    public double SampledNanoseconds { get; } =
        context.Coverage.Of(ModelNeeds.CpuSamples).RecordedSeconds is > 0 and var seconds
            ? seconds * NanosecondsPerSecond
            : extent.End.Nanoseconds;

    /// <summary>The processor time of a weight in nanoseconds; null if that is unknown.</summary>
    public double? Cpu(double weight) => IsCpu ? weight : null;

    /// <summary>
    /// How many threads a weight is on average: of samples of processors, threads that used one. Null if unknown.
    /// </summary>
    public double? Threads(double weight) =>
        IsCpu ? weight / Math.Max(1, SampledNanoseconds)
        : samples.Rounds is > 0 and var rounds ? weight / rounds
        : null;

    /// <summary>The processor time of the process, in a sentence; none if that is unknown.</summary>
    /// <param name="methods">The methods of all stacks.</param>
    public IEnumerable<string> Headlines(IReadOnlyList<MethodWeight> methods)
    {
        if (!IsCpu)
        {
            yield break;
        }

        double kernel = methods.Where(one => one.Frame.Module == NativeCode.Kernel).Sum(one => one.Self);
        double native = methods.Where(one => one.Frame.Origin == FrameOrigin.Native).Sum(one => one.Self) - kernel;
        double used = Threads(samples.CpuNanoseconds) ?? 0;
        string of = context.File.ProcessorCount is > 0 and var count ? $" of {count}" : "";
        yield return $"The process used {ViewText.Duration(samples.CpuNanoseconds)} of processor time in "
            + $"{ViewText.Duration(SampledNanoseconds)}: on average {used:0.0#}{of} processors; "
            + $"{ViewText.Percent(native / Math.Max(1, Total))} in native code, "
            + $"{ViewText.Percent(kernel / Math.Max(1, Total))} in the kernel.";
    }
}
