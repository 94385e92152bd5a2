namespace Contrail.Sources.EventPipe;

/// <summary>What a recording cost the process of late.</summary>
/// <param name="EventsPerSecond">Events that it wrote, those that the runtime dropped included.</param>
/// <param name="StreamBytesPerSecond">Bytes that came of them.</param>
/// <param name="HasStacks">Whether each event came with its stack.</param>
internal readonly record struct GovernorLoad(double EventsPerSecond, double StreamBytesPerSecond, bool HasStacks)
{
    /// <summary>Measured: 0.8 µs with a shallow stack, 3.5 µs for an exception.</summary>
    private const double SecondsPerEventWithStack = 2e-6;

    /// <summary>Measured: 180 to 230 ns, and the check whether it is wanted.</summary>
    private const double SecondsPerEvent = 0.3e-6;

    /// <summary>The runtime's streaming thread; measured: 2 ms a MB.</summary>
    private const double SecondsPerByte = 2e-9;

    /// <summary>What that takes of one core, estimated.</summary>
    public double CpuShare =>
        (EventsPerSecond * (HasStacks ? SecondsPerEventWithStack : SecondsPerEvent))
        + (StreamBytesPerSecond * SecondsPerByte);
}
