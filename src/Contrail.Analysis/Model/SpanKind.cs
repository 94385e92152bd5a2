namespace Contrail.Analysis.Model;

/// <summary>What kind of work a span is.</summary>
internal enum SpanKind
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>A request that the process handles.</summary>
    Request,

    /// <summary>An HTTP request that the process sends.</summary>
    HttpClient,

    /// <summary>A name lookup.</summary>
    Dns,

    /// <summary>A TLS handshake.</summary>
    Tls,

    /// <summary>A connection that the process opens.</summary>
    Connect,

    /// <summary>The process waits for a connection of a client.</summary>
    Accept,

    /// <summary>A command to a database.</summary>
    Sql,

    /// <summary>Any other activity.</summary>
    Activity,
}
