import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks PDF files against a profile of the veraPDF engine: UaCheck PROFILE FILE...
 *
 * <p>Prints one line per file that passed ("OK FILE") and per broken rule ("FAIL FILE: rule, count, message"). Exit code 1
 * if a file failed; an unreadable file ends with an exception and code 1 as well.
 */
public class UaCheck {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour profile = PDFAFlavour.byFlavourId(arguments[0]);
        boolean passed = true;
        for (int i = 1; i < arguments.length; i++) {
            passed &= check(profile, arguments[i]);
        }
        System.exit(passed ? 0 : 1);
    }

    private static boolean check(PDFAFlavour profile, String file) throws Exception {
        try (FileInputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant()) {
                System.out.println("OK " + file);
                return true;
            }
            brokenRules(result).forEach(
                    (rule, count) -> System.out.println("FAIL " + file + ": " + count + " × " + rule));
            return false;
        }
    }

    private static Map<String, Integer> brokenRules(ValidationResult result) {
        Map<String, Integer> rules = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                rules.merge(rule + " " + assertion.getMessage(), 1, Integer::sum);
            }
        }
        return rules;
    }
}
