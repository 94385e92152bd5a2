using System.Text.Json.Nodes;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Snapshots;

public sealed class CertificateJsonTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        CertifiedLoss loss = new(NetTraceFile.Begin, NetTraceFile.Begin, "evicted", 7, null);
        string text = CertificateJson.Write(Certificates.Usual with { Losses = [loss] });
        Assert.True(CertificateJson.TryRead(text, out Certificate? read));
        Assert.Equal(loss, Assert.Single(read!.Losses));
        Assert.Equal(Certificates.Usual.Process, read.Process);
        Assert.Equal(text, CertificateJson.Write(read));
    }

    [Theory]
    [InlineData("reason")]
    [InlineData("losses")]
    [InlineData("process")]
    [InlineData("host")]
    [InlineData("sessions")]
    [InlineData("symbols")]
    public void Nulls_for_what_every_certificate_has_are_refused(string name) =>
        AssertRefused(certificate => certificate[name] = null);

    [Fact]
    public void Nulls_among_the_elements_of_a_list_are_refused()
    {
        AssertRefused(certificate => certificate["losses"] = new JsonArray((JsonNode?)null));
        AssertRefused(certificate => certificate["sessions"] = new JsonArray((JsonNode?)null));
    }

    [Fact]
    public void Nulls_and_gaps_within_its_parts_are_refused()
    {
        AssertRefused(certificate => certificate["process"]!["name"] = null);
        AssertRefused(certificate => certificate["process"]!.AsObject().Remove("name"));
        AssertRefused(certificate => certificate["losses"] = new JsonArray(new JsonObject { ["count"] = 1 }));
    }

    private static void AssertRefused(Action<JsonObject> change)
    {
        JsonObject certificate = JsonNode.Parse(CertificateJson.Write(Certificates.Usual))!.AsObject();
        change(certificate);
        Assert.False(CertificateJson.TryRead(certificate.ToJsonString(), out Certificate? read));
        Assert.Null(read);
    }
}
