using Contrail.Machine.Perf;

namespace Contrail.Machine;

/// <summary>The memory of a thread that drains rings, one after the other.</summary>
internal sealed class DrainBuffers
{
    /// <summary>The records of a ring.</summary>
    public byte[] Records { get; } = new byte[PerfRing.MaxDataBytes];

    /// <summary>The call chain of a sample.</summary>
    public ulong[] Frames { get; } = new ulong[SamplingLimits.MaxFrames];
}
