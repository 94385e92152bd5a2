using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>
/// Adds up samples as the views do: those of threads that used a processor alone, where there are some; otherwise those
/// in managed code; otherwise all. Not safe for concurrent use.
/// </summary>
/// <param name="keepsOrder">Whether the order in time is needed.</param>
internal sealed class SampleTallies(bool keepsOrder)
{
    private readonly StackTally _cpuTimes = new(keepsOrder);
    private readonly StackTally _cpu = new(keepsOrder);
    private readonly StackTally _managed = new(keepsOrder);
    private readonly StackTally _native = new(keepsOrder);
    private double _nanoseconds;

    /// <summary>What counts.</summary>
    public StackTally Listed => HasTime ? _cpuTimes
        : _cpu.Count > 0 ? _cpu : _managed.Count > 0 ? _managed : _native;

    /// <summary>Whether the weights are processor time; otherwise they are numbers of samples.</summary>
    public bool HasTime => _nanoseconds > 0;

    /// <summary>Samples that are not listed, because other samples are of threads that used a processor.</summary>
    public long OmittedCount =>
        (_cpu.Count > 0 ? _managed.Count + _native.Count : 0)
        + (_cpu.Count == 0 && _managed.Count > 0 ? _native.Count : 0);

    /// <summary>Adds a sample.</summary>
    public void Add(in Sample sample)
    {
        if (sample.Kind == SampleKind.Cpu)
        {
            _nanoseconds += sample.CpuNanoseconds;
            _cpuTimes.Add(sample.ExecutionId, sample.Stack, StackLabels.None, sample.CpuNanoseconds);
            _cpu.Add(sample.ExecutionId, sample.Stack, StackLabels.None, 1);
            return;
        }

        StackTally tally = sample.Kind == SampleKind.Managed ? _managed : _native;
        tally.Add(sample.ExecutionId, sample.Stack, StackLabels.None, 1);
    }
}
