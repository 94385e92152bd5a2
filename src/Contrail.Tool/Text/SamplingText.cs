namespace Contrail.Tool.Text;

/// <summary>Describes in one line whether processors are sampled.</summary>
internal static class SamplingText
{
    /// <summary>Returns the state, with its reason and what to do.</summary>
    public static string Describe(CpuSampling sampling)
    {
        string state = sampling.State switch
        {
            CpuSamplingState.Active => $"CPU samples: {sampling.SamplesPerSecond} per second on each of "
                + Page.Counted(sampling.ProcessorCount, "processor"),
            CpuSamplingState.Unavailable => "no CPU samples",
            CpuSamplingState.Ended => "CPU samples: until the process ended",
            _ => "CPU samples: unknown",
        };
        string because = sampling.Because is { } reason ? ": " + reason : "";
        return state + because + "." + (sampling.Remedy is { } remedy ? " " + remedy : "");
    }
}
