using System.Text.Json.Serialization;
using Contrail.Core.Formats;

namespace Contrail;

/// <summary>What was recorded in addition to the runtime's events.</summary>
[JsonConverter(typeof(EnumJsonConverter<LaneKind>))]
public enum LaneKind
{
    /// <summary>A kind that this version does not know.</summary>
    Unknown,

    /// <summary>Samples of the threads that used a processor, with their stacks.</summary>
    CpuSamples,

    /// <summary>Figures of the operating system: process, busy threads, control groups, machine and network; and of the
    /// runtime of a .NET process.</summary>
    Figures,

    /// <summary>Times that threads were off the processors because they were blocked, with their stacks.</summary>
    OffCpu,
}
