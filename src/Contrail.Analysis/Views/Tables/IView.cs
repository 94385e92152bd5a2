using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Answers one question about a trace: it receives the records that it needs, and returns tables after the last one.
/// Not safe for concurrent use.
/// </summary>
internal interface IView : IModelSink
{
    /// <summary>The answer, after the last record.</summary>
    ViewResult Conclude();
}
