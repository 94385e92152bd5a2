namespace Contrail;

/// <summary>Controls whether attaching requests the methods that the runtime has already compiled.</summary>
public enum RundownMode
{
    /// <summary>Requested once, when attaching. On .NET 8, threads that compile methods wait for it.</summary>
    Auto,

    /// <summary>Never requested: no thread waits, and methods compiled before have no names.</summary>
    Never,
}
