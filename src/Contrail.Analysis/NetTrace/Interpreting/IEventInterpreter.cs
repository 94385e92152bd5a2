using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes records of one kind, or of a few that belong together, from events in the order of time. Not safe for
/// concurrent use.
/// </summary>
internal interface IEventInterpreter
{
    /// <summary>How it interprets the events of a row; null if it does not.</summary>
    InterpretEvent? Find(MetadataRow row);

    /// <summary>Adds what is open where the trace ends.</summary>
    void Complete();
}
