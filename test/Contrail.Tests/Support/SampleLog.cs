using Contrail.Machine;

namespace Contrail.Tests.Support;

/// <summary>Keeps what a sink receives, a line for each call.</summary>
internal sealed class SampleLog : ICpuSampleSink
{
    public List<string> Lines { get; } = [];

    public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames) =>
        Lines.Add($"sample at {sample.TimeNs}: {string.Join(' ', frames.ToArray())}");

    public void Lost(long fromNs, long toNs, long count) => Lines.Add($"lost {count} from {fromNs} to {toNs}");

    public void Throttled(long fromNs, long toNs) => Lines.Add($"paused from {fromNs} to {toNs}");
}
