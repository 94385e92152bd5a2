using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contrail.Core.Snapshots;

/// <summary>The certificate as JSON, in which it stands in files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Certificate))]
public sealed partial class CertificateJson : JsonSerializerContext
{
    /// <summary>Writes a certificate.</summary>
    public static string Write(Certificate certificate) => JsonSerializer.Serialize(certificate, Default.Certificate);

    /// <summary>Reads one; false if the text is none.</summary>
    public static bool TryRead(string untrusted, out Certificate? certificate)
    {
        try
        {
            certificate = JsonSerializer.Deserialize(untrusted, Default.Certificate);
            return certificate is not null;
        }
        catch (JsonException)
        {
            certificate = null;
            return false;
        }
    }
}
