using Contrail.Ipc;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>A session that feeds the symbol table, being drained.</summary>
internal sealed record SymbolSession(EventPipeConnection Connection, SymbolConsumer Consumer, IDrain Drain, string Line)
{
    /// <summary>Whether its stream has not ended.</summary>
    public bool IsLive => !Drain.Ended.IsCompleted;
}
