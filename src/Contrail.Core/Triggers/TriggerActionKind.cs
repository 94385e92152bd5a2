namespace Contrail.Core.Triggers;

/// <summary>What a rule does in addition to the snapshot.</summary>
internal enum TriggerActionKind
{
    /// <summary>An action of a later version.</summary>
    Unknown = 0,

    /// <summary>Runs a program.</summary>
    Run,

    /// <summary>Sends a request to a URL.</summary>
    Webhook,

    /// <summary>Writes a line to the log.</summary>
    Log,
}
