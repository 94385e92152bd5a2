using Contrail.Machine.Perf;
using Contrail.Processes;

namespace Contrail.Machine;

/// <summary>Finds out whether the processors of this machine can be sampled, without a recording.</summary>
internal static class SamplingProbe
{
    /// <summary>Any rate that is allowed shows it.</summary>
    private const int Hertz = 49;

    /// <summary>Opens the events as a recording does, and closes them at once: milliseconds.</summary>
    public static CpuSampling Try()
    {
        string online = KernelFile.ReadValue(OnlineProcessors.Path) ?? "";
        using SystemEvents events = SystemEvents.Open(online, Hertz, PerfRing.MaxDataBytes, new DrainBuffers());
        return SamplingReport.Of(events.Status);
    }
}
