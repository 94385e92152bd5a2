namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The names of the events with which recorders of whole machines describe processes, code and samples, by which
/// readers know them: https://github.com/microsoft/perfview, UniversalProviders.md.
/// </summary>
internal static class UniversalProvider
{
    /// <summary>The provider of processes and code.</summary>
    public const string System = "Universal.System";

    /// <summary>The provider of samples.</summary>
    public const string Events = "Universal.Events";

    /// <summary>A range of addresses that a file is mapped to.</summary>
    public const string Mapping = "ProcessMapping";

    /// <summary>The name of a range of addresses in a mapping.</summary>
    public const string Symbol = "ProcessSymbol";

    /// <summary>A sample of a thread that used a processor.</summary>
    public const string CpuSample = "cpu";

    /// <summary>A thread that got a processor.</summary>
    public const string Switch = "cswitch";
}
