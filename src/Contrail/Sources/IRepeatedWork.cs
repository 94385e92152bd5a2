namespace Contrail.Sources;

/// <summary>Work that a host repeats. Disposing ends it, and waits for a turn that is running. Thread-safe.</summary>
internal interface IRepeatedWork : IDisposable
{
    /// <summary>Makes the next turn due now.</summary>
    void Wake();
}
