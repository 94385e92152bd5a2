namespace Contrail.Core.Triggers;

/// <summary>What a stream does not show of what a condition names.</summary>
internal enum MissingNameKind
{
    /// <summary>Nothing is missing.</summary>
    Unknown = 0,

    /// <summary>Nothing has arrived from the provider or meter; whether it exists is unknown.</summary>
    Provider,

    /// <summary>The provider writes other events.</summary>
    Event,

    /// <summary>The provider or meter writes other counters.</summary>
    Counter,
}
