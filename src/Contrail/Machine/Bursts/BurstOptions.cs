namespace Contrail.Machine.Bursts;

/// <summary>What a burst records, as configured.</summary>
/// <param name="Duration">How long; zero for no bursts.</param>
/// <param name="Hertz">Samples per second of a thread's processor time.</param>
/// <param name="RecordsOffCpu">Whether times off the processors are recorded.</param>
internal readonly record struct BurstOptions(TimeSpan Duration, int Hertz, bool RecordsOffCpu);
