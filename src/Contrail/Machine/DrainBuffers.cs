using Contrail.Machine.Perf;

namespace Contrail.Machine;

/// <summary>The memory of a thread that drains rings, one after the other.</summary>
/// <param name="ringBytes">The data of the largest ring.</param>
internal sealed class DrainBuffers(int ringBytes = PerfRing.MaxDataBytes)
{
    /// <summary>The records of a ring.</summary>
    public byte[] Records { get; } = new byte[ringBytes];

    /// <summary>The call chain of a sample.</summary>
    public ulong[] Frames { get; } = new ulong[SamplingLimits.MaxFrames];
}
